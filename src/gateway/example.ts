/** What `hyperdrive serve --help` shows of a file with limits. */
export const exampleGateway = `{
  "policies": {
    "login": { "algorithm": "sliding-window-log", "limit": 5, "period": "15m" },
    "per-second": { "algorithm": "gcra", "limit": 10, "period": "1s" },
    "all-together": { "algorithm": "gcra", "limit": 1000, "period": "60s", "by": "everyone" }
  },
  "routes": [
    { "path": "/api/login", "method": "POST", "policies": ["login"] },
    { "path": "/api/*", "policies": ["per-second", "all-together"] }
  ]
}
`;
