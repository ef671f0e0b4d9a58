metadata description = 'The private variant: a network, private endpoints for storage and Service Bus, and their DNS zones.'

param name string
param hostStorageId string
param reviewStorageId string
param serviceBusId string
param workspaceId string
param location string
param tags object

// The private DNS zone of each service, and the private endpoints. The app's own endpoint is in functionApp.bicep.
var storageSuffix = environment().suffixes.storage
var zoneOf = {
  blob: 'privatelink.blob.${storageSuffix}'
  queue: 'privatelink.queue.${storageSuffix}'
  table: 'privatelink.table.${storageSuffix}'
  namespace: 'privatelink.servicebus.windows.net'
  sites: 'privatelink.azurewebsites.net'
}
var services = ['blob', 'queue', 'table', 'namespace', 'sites']
var endpoints = [
  { name: 'host-blob', target: hostStorageId, service: 'blob' }
  { name: 'host-queue', target: hostStorageId, service: 'queue' }
  { name: 'host-table', target: hostStorageId, service: 'table' }
  { name: 'review-blob', target: reviewStorageId, service: 'blob' }
  { name: 'review-queue', target: reviewStorageId, service: 'queue' }
  { name: 'service-bus', target: serviceBusId, service: 'namespace' }
]

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        // A /24 has 250 addresses; in Flex Consumption many instances share one.
        name: 'app'
        properties: {
          addressPrefix: '10.0.0.0/24'
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      { name: 'endpoints', properties: { addressPrefix: '10.0.1.0/24' } }
    ]
  }

  resource appSubnet 'subnets' existing = { name: 'app' }
  resource endpointSubnet 'subnets' existing = { name: 'endpoints' }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in services: {
    name: zoneOf[service]
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (service, i) in services: {
    parent: zones[i]
    name: name
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for endpoint in endpoints: {
    name: 'pe-${endpoint.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::endpointSubnet.id }
      privateLinkServiceConnections: [
        { name: endpoint.name, properties: { privateLinkServiceId: endpoint.target, groupIds: [endpoint.service] } }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (endpoint, i) in endpoints: {
    parent: privateEndpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        { name: endpoint.service, properties: { privateDnsZoneId: zones[indexOf(services, endpoint.service)].id } }
      ]
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: network
  properties: { workspaceId: workspaceId, metrics: [{ category: 'AllMetrics', enabled: true }] }
}

output appSubnetId string = network::appSubnet.id
output endpointSubnetId string = network::endpointSubnet.id
output siteZoneId string = zones[indexOf(services, 'sites')].id
