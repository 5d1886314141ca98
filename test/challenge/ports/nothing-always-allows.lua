-- No limiter at all, and so no mistake of the gallery.
redis.call('SET', KEYS[1], 1, 'PX', ARGV[2])
return { 1, ARGV[1] - 1, 0, ARGV[2] + 0 }
