"use strict";
// The key stands behind the # of the link, which browsers keep to themselves: it is in no request
// line and no log. It is sent as the form would send it.
const form = document.getElementById("login");
form.action += location.search; // whose link it is (?by=)
const key = new URLSearchParams(location.hash.slice(1)).get("key");
if (key) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.password.value = key;
  form.requestSubmit();
}
