metadata description = 'The two sizes in which this is deployed, side by side. Change a number here, or hand main.bicep a stage of your own.'

@export()
@description('How large, how lasting and how closed a deployment is.')
type stageType = {
  @description('Memory of an instance. CPU comes in proportion; ONNX Runtime is bound by CPU, so memory buys speed, not only room.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Most instances of the app. Bounds the bill; a subscription has a quota for each region besides.')
  @minValue(1)
  @maxValue(1000)
  maximumInstanceCount: int

  @description('Instances that never go away, by trigger. They spare the cold start and are paid for around the clock.')
  alwaysReady: {
    @minValue(0)
    http: int
    @minValue(0)
    queue: int
    @minValue(0)
    @description('Plans files.')
    csv: int
    @minValue(0)
    @description('Scores their parts.')
    csvParts: int
  }

  @description('HTTP calls at once on one instance before another is added. The engine merges concurrent calls into a batch.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int

  @description('Queued reviews at once on one instance, one an invocation; also the backlog for which an instance is added: docs/scaling.md.')
  @minValue(1)
  @maxValue(1000)
  queueConcurrency: int

  @description('CSV files that one instance plans at once. It scores one part at a time: maxMessageBatchSize in host.json.')
  @minValue(1)
  @maxValue(16)
  csvConcurrency: int

  @description('Standard is paid by the operation; Premium by the hour, with private endpoints and a throughput of its own.')
  serviceBusSku: 'Standard' | 'Premium'

  @description('Messaging units of a Premium namespace.')
  messagingUnits: 1 | 2 | 4 | 8 | 16

  @description('Instances and storage spread over several buildings of the region. The platform then keeps two instances of each trigger.')
  zoneRedundant: bool

  @description('Days after which scored files and undeliverable events are deleted.')
  @minValue(1)
  resultRetentionDays: int

  @description('Minutes after its upload when a file without a summary raises an alert. The rule looks back two days.')
  @minValue(5)
  @maxValue(1440)
  unfinishedFileMinutes: int

  @description('Days for which logs are kept; the first 30 cost nothing extra.')
  @minValue(30)
  @maxValue(730)
  logRetentionDays: int

  @description('App, storage and Service Bus behind private endpoints in a network of their own. Needs Premium.')
  privateNetworking: bool
}

// As host.json has them, so that the app behaves in the cloud as it did on the laptop.
var host = loadJsonContent('../host.json').extensions

@export()
@description('Costs next to nothing while idle; everything is reached over public, keyless endpoints.')
var dev stageType = {
  instanceMemoryMB: 2048
  maximumInstanceCount: 40
  alwaysReady: { http: 0, queue: 0, csv: 0, csvParts: 0 }
  httpConcurrency: 32
  queueConcurrency: 256
  csvConcurrency: host.blobs.maxDegreeOfParallelism
  serviceBusSku: 'Standard'
  messagingUnits: 1
  zoneRedundant: false
  resultRetentionDays: 7
  unfinishedFileMinutes: 60
  logRetentionDays: 30
  privateNetworking: false
}

@export()
@description('Answers at once, survives the loss of a building, and is closed to the internet.')
var prod stageType = {
  instanceMemoryMB: 4096
  maximumInstanceCount: 100
  // Zone redundancy keeps two of each, and bills them, whatever stands here (learn.microsoft.com/azure/reliability/reliability-functions).
  alwaysReady: { http: 2, queue: 2, csv: 2, csvParts: 2 }
  httpConcurrency: 32
  queueConcurrency: 256
  csvConcurrency: host.blobs.maxDegreeOfParallelism
  serviceBusSku: 'Premium'
  messagingUnits: 1
  zoneRedundant: true
  resultRetentionDays: 30
  unfinishedFileMinutes: 60
  logRetentionDays: 90
  privateNetworking: true
}
