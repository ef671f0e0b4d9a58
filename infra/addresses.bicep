metadata description = 'Converts the list of allowed addresses to the form that each service accepts. An entry is an IPv4 address or a CIDR range.'

// App Service requires CIDR notation: learn.microsoft.com/azure/app-service/app-service-ip-restrictions
// Storage rejects /31 and /32; these addresses must be listed one by one:
// learn.microsoft.com/azure/storage/common/storage-network-security-limitations

@export()
@description('For App Service: a single address gets the suffix /32.')
func asCidr(address string) string => contains(address, '/') ? address : '${address}/32'

@export()
@description('For storage: a /32 becomes its one address, a /31 its two; anything else is unchanged.')
func asStorageRules(address string) string[] =>
  endsWith(address, '/32')
    ? [split(address, '/')[0]]
    : endsWith(address, '/31') ? [parseCidr(address).network, parseCidr(address).broadcast] : [address]
