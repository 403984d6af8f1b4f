// The receipt's code leads here with number and query code behind "#", which no server ever sees:
// put them into the form and look.  Without this script they are typed.
(function () {
  "use strict";
  var found = /^#(\d{9,14})\.(\d{10})$/.exec(location.hash);
  var form = document.getElementById("look");
  if (!found || !form) return;
  history.replaceState(null, "", location.pathname);
  form.elements.number.value = found[1];
  form.elements.code.value = found[2];
  form.submit();
})();
