"""What machines read and hear in recordings, as text: times, plates, phrases; what a browser can play."""
