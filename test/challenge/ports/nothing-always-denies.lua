-- Nobody ever gets in: no mistake of the gallery.
return { 0, 0, ARGV[2] + 0, 0 }
