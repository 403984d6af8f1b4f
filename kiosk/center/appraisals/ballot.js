// The slip's code leads here with the voting code behind "#", which no server's log ever sees: put it
// into the form and begin.  Without this script it is typed.
(function () {
  "use strict";
  var found = /^#(\d{12})$/.exec(location.hash);
  var form = document.getElementById("ballot");
  if (!found || !form) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = found[1];
  form.submit();
})();
