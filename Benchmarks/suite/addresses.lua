-- wrk as a crowd behind a proxy: requests are limited by address, so each comes from one of 4,000.
local number = 0
request = function()
  number = (number + 1) % 4000
  wrk.headers["X-Forwarded-For"] = "10.1." .. math.floor(number / 250) .. "." .. (number % 250 + 1)
  return wrk.format()
end
