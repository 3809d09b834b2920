// The review page: player and timeline together.
import "./player.js";
import "./timeline.js";
