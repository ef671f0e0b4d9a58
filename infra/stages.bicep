metadata description = 'The stages dev and prod, side by side. Change a number here, or pass a stage of your own to main.bicep.'

@export()
@description('Size, retention and network access of a deployment.')
type stageType = {
  @description('Memory of an instance. CPU is proportional to it; ONNX Runtime is CPU-bound, so more memory also means more speed.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Maximum number of instances. It limits the cost; a subscription also has a quota for each region.')
  @minValue(1)
  @maxValue(1000)
  maximumInstanceCount: int

  @description('Instances that always run, by trigger. They avoid cold starts and are billed around the clock.')
  alwaysReady: {
    @minValue(0)
    http: int
    @minValue(0)
    queue: int
    @minValue(0)
    @description('For ScoreCsv, which plans files.')
    csv: int
    @minValue(0)
    @description('For ScoreCsvPart, which scores their parts.')
    csvParts: int
  }

  @description('Concurrent HTTP calls on one instance before another one is added. The engine merges concurrent calls into a batch.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int

  @description('Concurrent queued reviews on one instance, one per invocation; also the backlog for which an instance is added: docs/scaling.md.')
  @minValue(1)
  @maxValue(1000)
  queueConcurrency: int

  @description('CSV files that one instance plans at once. It scores one part at a time: maxMessageBatchSize in host.json.')
  @minValue(1)
  @maxValue(16)
  csvConcurrency: int

  @description('Standard is billed per operation; Premium per hour, with private endpoints and dedicated throughput.')
  serviceBusSku: 'Standard' | 'Premium'

  @description('Messaging units of a Premium namespace.')
  messagingUnits: 1 | 2 | 4 | 8 | 16

  @description('Spreads instances and storage over the availability zones of the region. The platform then keeps two instances of each trigger.')
  zoneRedundant: bool

  @description('Days after which scored files and undeliverable events are deleted.')
  @minValue(1)
  resultRetentionDays: int

  @description('Minutes after its upload at which a file without a summary raises an alert. The rule looks back two days.')
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

// Read from host.json, so that the app behaves in the cloud as it does locally.
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
@description('Answers without a cold start, survives the loss of a zone, and is closed to the internet.')
var prod stageType = {
  instanceMemoryMB: 4096
  maximumInstanceCount: 100
  // Zone redundancy keeps two of each, and bills them, whatever is set here (learn.microsoft.com/azure/reliability/reliability-functions).
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
