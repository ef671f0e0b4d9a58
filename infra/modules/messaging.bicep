metadata description = 'The Service Bus namespace: a queue for reviews, one for parts of files, and the output queues.'

param name string
param inputQueue string
param partQueue string
param outputQueues string[]
param sku string
param messagingUnits int
param privateOnly bool
param workspaceId string
param location string
param tags object

var premium = sku == 'Premium'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: premium ? { name: sku, tier: sku, capacity: messagingUnits } : { name: sku, tier: sku }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: !privateOnly ? 'Enabled' : premium ? 'Disabled' : fail('privateNetworking needs serviceBusSku Premium')
  }
}

resource input 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: inputQueue
  properties: {
    // The maximum. The host renews the lock of a message that is being scored, but not of prefetched ones; with the longest
    // texts on the largest model these wait for more than a minute. A crashed instance's messages are available again after
    // this time at the latest.
    lockDuration: 'PT5M'
    // Each message succeeds or fails alone. A review that can never be scored is not retried; the answer goes to the rejected
    // queue. Ten attempts span a short outage of a dependency; after that, an operator must look.
    maxDeliveryCount: 10
    // If a sender repeats a message after a lost acknowledgement, with the same message id, the repeat is dropped. A dead letter that
    // is sent again is such a repeat, too: samples/replay.cs waits until this time has passed.
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    // Nothing is lost in an outage of up to two weeks. Older messages are dead-lettered, not dropped.
    defaultMessageTimeToLive: 'P14D'
    deadLetteringOnMessageExpiration: true
    maxSizeInMegabytes: 5120
  }
}

// Parts of files, which the app sends to itself.
resource part 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: partQueue
  properties: {
    // The maximum. The trigger takes batches (of one), and the host does not renew the locks of batches: a part must be scored within
    // this time. A crashed instance's part is available again after it at the latest.
    lockDuration: 'PT5M'
    // The same as Sentiment__PartDeliveries: after that many failures the app marks the file as failed, and the part is dead-lettered.
    // If the part is sent again and scored, the file is finished.
    maxDeliveryCount: 10
    // No duplicate detection: it would not match (see below) and is not needed. A part that is queued twice is scored once.
    // Two weeks, as for reviews. Storage discards staged blocks after one week; the last part then has them scored again. If results
    // expire earlier, so does a file's progress, and its parts then end without a trace.
    defaultMessageTimeToLive: 'P14D'
    deadLetteringOnMessageExpiration: true
    maxSizeInMegabytes: 5120
  }
}

// No duplicate detection here: the output binding generates a new broker message id each time, so it would never match.
// Consumers can drop repeats by the "messageId" inside the result, which is that of the input.
resource output 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in outputQueues: {
    parent: namespace
    name: queue
    properties: {
      // A consumer has a minute, and can renew its lock.
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
output host string = parseUri(namespace.properties.serviceBusEndpoint).host
