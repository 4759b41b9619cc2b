// The number on the wall follows the room without drawing the page anew. Without this script the
// page is loaded again instead.
"use strict";

(() => {
  const EVERY = 5000; // milliseconds

  const wall = document.getElementById("content");
  const count = document.getElementById("count");

  const look = async () => {
    const response = await fetch(wall.dataset.count);
    if (!response.ok) return;
    const { told, state } = await response.json();
    if (state !== wall.dataset.state) location.reload();
    else if (told !== count.textContent) count.textContent = told;
  };

  const again = () => look().catch(() => {}).finally(() => setTimeout(again, EVERY));
  setTimeout(again, EVERY);
})();
