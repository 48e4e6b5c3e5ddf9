@main struct Heqi { static func main() {} }
