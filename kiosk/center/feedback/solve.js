// Solves the form's small proof of work (ALTCHA: find the number whose SHA-256 with the salt is
// the challenge).  SHA-256 is our own, for crypto.subtle is missing where there is no HTTPS.
// Without this script the form works all the same; it is only looked at first.
(function () {
  "use strict";
  var form = document.querySelector("form[data-challenge]");
  if (!form) return;
  var task = JSON.parse(form.getAttribute("data-challenge"));
  var field = form.querySelector("input[name=altcha]");
  var next = 0;

  var K = [], H0 = [];
  (function () { // the constants: fractions of the roots of the first primes (FIPS 180-4)
    for (var n = 2; K.length < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (H0.length < 8) H0.push(fraction(Math.sqrt(n)));
      K.push(fraction(Math.cbrt ? Math.cbrt(n) : Math.pow(n, 1 / 3)));
    }
  })();

  function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }

  function sha256(text) {
    var length = text.length, blocks = ((length + 8) >> 6) + 1;
    var m = new Int32Array(blocks * 16), w = new Int32Array(64), h = H0.slice(), i, b;
    for (i = 0; i < length; i++) m[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    m[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
    m[blocks * 16 - 1] = length * 8;
    for (b = 0; b < m.length; b += 16) {
      var s = h.slice();
      for (i = 0; i < 64; i++) {
        if (i < 16) w[i] = m[b + i];
        else {
          var p = w[i - 15], q = w[i - 2];
          w[i] = w[i - 16] + w[i - 7] + (turn(p, 7) ^ turn(p, 18) ^ (p >>> 3)) +
            (turn(q, 17) ^ turn(q, 19) ^ (q >>> 10));
        }
        var e = s[4], a = s[0];
        var t = s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
          ((e & s[5]) ^ (~e & s[6])) + K[i] + w[i];
        var u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
          ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        s = [(t + u) | 0, a, s[1], s[2], (s[3] + t) | 0, e, s[5], s[6]];
      }
      for (i = 0; i < 8; i++) h[i] = (h[i] + s[i]) | 0;
    }
    return h.map(function (x) {
      return ("0000000" + (x >>> 0).toString(16)).slice(-8);
    }).join("");
  }

  function turn(x, n) { return (x >>> n) | (x << (32 - n)); }

  function work(count) { // whether it is done
    if (field.value) return true;
    for (var end = next + count; next <= task.maxNumber && next < end; next++) {
      if (sha256(task.salt + next) === task.challenge) {
        field.value = btoa(JSON.stringify({
          algorithm: task.algorithm, challenge: task.challenge, number: next,
          salt: task.salt, signature: task.signature
        }));
        return true;
      }
    }
    return next > task.maxNumber;
  }

  (function step() { if (!work(400)) setTimeout(step, 0); })();
  form.addEventListener("submit", function () { work(task.maxNumber + 1); });
})();
