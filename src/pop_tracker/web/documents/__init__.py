"""What an uploaded document says of people beside its words, and the same document without it.

Word, Excel and what makes PDFs write down who wrote, who changed it last, what was noted in the margin and what stood
there before; a phone writes where a picture was made. Whoever uploads a document seldom knows.
"""
