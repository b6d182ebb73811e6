// Sends the page's one form at once; its button does the same for those without JavaScript.
// Through the prototype, because a field may be called "submit".
HTMLFormElement.prototype.submit.call(document.getElementById("auto-post"));
