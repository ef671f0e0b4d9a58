metadata description = 'One list of allowed addresses, in the form that each service takes. An entry is an IPv4 address or a CIDR range.'

// App Service wants CIDR everywhere: learn.microsoft.com/azure/app-service/app-service-ip-restrictions
// Storage refuses /31 and /32 and wants those addresses one by one:
// learn.microsoft.com/azure/storage/common/storage-network-security-limitations

@export()
@description('The form of App Service: a single address gets the prefix /32.')
func asCidr(address string) string => contains(address, '/') ? address : '${address}/32'

@export()
@description('The form of storage: a /32 is its one address, a /31 its two, everything else stays.')
func asStorageRules(address string) string[] =>
  endsWith(address, '/32')
    ? [split(address, '/')[0]]
    : endsWith(address, '/31') ? [parseCidr(address).network, parseCidr(address).broadcast] : [address]
