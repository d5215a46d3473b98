/* What takes seconds says so while its answer is on its way: a moving bar under the button, with words that are read
   aloud. Who comes back to the page finds it as it was. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.waits || event.defaultPrevented || form.querySelector(".waits")) return;
  const told = document.createElement("div");
  told.className = "waits";
  told.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", form.dataset.waits);
  form.append(told);
  const words = document.createElement("p");
  words.textContent = form.dataset.waits;
  told.append(bar, words);
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) document.querySelectorAll(".waits").forEach((told) => told.remove());
});
