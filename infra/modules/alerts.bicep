import { unfinishedFiles } from '../files.bicep'

metadata description = 'Alerts that an operator must look at. The description of each rule says what to do.'

param email string
param names object
param unfinishedFileMinutes int
param serviceBusId string
param topicId string
param workspaceId string
param location string
param tags object

var metricRules = [
  {
    name: 'dead-letters'
    severity: 2
    description: 'Messages were given up after ten tries or two weeks. Read their reason, repair the cause, send them again; parts of files, too.'
    target: serviceBusId
    metric: 'DeadletteredMessages'
    space: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Maximum'
    threshold: 0
    window: 'PT5M'
    queues: ['*']
  }
  {
    name: 'queue-falls-behind'
    severity: 2
    description: 'More than 100,000 reviews have waited for a quarter of an hour: instances are at their maximum, or nothing consumes.'
    target: serviceBusId
    metric: 'ActiveMessages'
    space: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Minimum'
    threshold: 100000
    window: 'PT15M'
    queues: [names.ReviewQueue]
  }
  {
    name: 'service-bus-throttled'
    severity: 3
    description: 'Service Bus refuses requests: a Standard namespace is at its share, a Premium one needs another messaging unit.'
    target: serviceBusId
    metric: 'ThrottledRequests'
    space: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Total'
    threshold: 100
    window: 'PT5M'
    queues: ['*']
  }
  {
    name: 'uploads-not-delivered'
    severity: 1
    description: 'Event Grid could not tell the app of an upload. The events are in the container event-dead-letters; upload those files again.'
    target: topicId
    metric: 'DeadLetteredCount'
    space: 'Microsoft.EventGrid/systemTopics'
    aggregation: 'Total'
    threshold: 0
    window: 'PT5M'
    queues: []
  }
]

// With telemetryMode OpenTelemetry the host writes the request of an HTTP call or a message, with or without faas.trigger
// (azure-functions-host#11929), and of a file or a part (azure-functions-host#11311). The worker's requests have the SDKVersion prefix
// "dotnetiso", which its package sets; they are excluded, so that each invocation counts once. Exporters keep five traces a second by
// default, and ItemCount says how many each one stands for (Azure.Monitor.OpenTelemetry.Exporter 1.6.0), so the sum of ItemCount is the
// number of calls.
var logRules = [
  // The one entry may be collected minutes after it was written. If a rule looked back no further than to its last run, both runs could
  // miss it.
  {
    name: 'poison-blobs'
    severity: 2
    description: 'A file failed five times and was put aside (queue webjobs-blobtrigger-poison). The workbook lists it as a file in work.'
    query: 'StorageQueueLogs | where OperationName == "PutMessage" and Uri contains "webjobs-blobtrigger-poison"'
    measure: ''
    dimension: ''
    threshold: 0
    window: 'PT1H'
  }
  {
    name: 'failing-invocations'
    severity: 1
    description: 'More than ten invocations failed within five minutes. Exceptions of the same operation id say why.'
    query: 'AppRequests | where SDKVersion !startswith "dotnetiso" | where Success == false and toint(ResultCode) !between (400 .. 499)'
    measure: 'ItemCount'
    dimension: ''
    threshold: 10
    window: 'PT5M'
  }
  {
    name: 'callers-refused'
    severity: 3
    description: 'Over a hundred calls were turned away (429 or 503) within five minutes: saturation, or a model that does not load.'
    query: 'AppRequests | where SDKVersion !startswith "dotnetiso" | where ResultCode in ("429", "503")'
    measure: 'ItemCount'
    dimension: ''
    threshold: 100
    window: 'PT5M'
  }
  // The length of the part queue would say less: it is long while large files are scored normally, and 0 when the last part of
  // a file is dead-lettered. The longest window is two days (hashicorp/terraform-provider-azurerm#18960); after that the alert ends,
  // even if the file is still unfinished.
  {
    name: 'files-unfinished'
    severity: 2
    description: 'A file has no summary ${unfinishedFileMinutes} minutes after its upload. GET /api/files/NAME says how far it has come.'
    query: '${unfinishedFiles(names)}| where uploaded < ago(${unfinishedFileMinutes}m)'
    measure: ''
    dimension: 'file' // An alert for each: otherwise one file that stays unfinished would hide all later ones.
    threshold: 0
    window: 'P2D'
  }
]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'sentiment'
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in metricRules: {
    name: rule.name
    location: 'global'
    tags: tags
    properties: {
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [rule.target]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: rule.metric
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: rule.space
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: 'GreaterThan'
            threshold: rule.threshold
            dimensions: empty(rule.queues) ? [] : [{ name: 'EntityName', operator: 'Include', values: rule.queues }]
          }
        ]
      }
      actions: empty(email) ? [] : [{ actionGroupId: operators.id }]
    }
  }
]

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in logRules: {
    name: rule.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.name
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      criteria: {
        allOf: [
          union(
            {
              query: rule.query
              operator: 'GreaterThan'
              threshold: rule.threshold
              dimensions: empty(rule.dimension) ? [] : [{ name: rule.dimension, operator: 'Include', values: ['*'] }]
            },
            empty(rule.measure) ? { timeAggregation: 'Count' } : { timeAggregation: 'Total', metricMeasureColumn: rule.measure }
          )
        ]
      }
      // A table is created with its first entry; until then the query cannot be validated.
      skipQueryValidation: true
      autoMitigate: true
      actions: { actionGroups: empty(email) ? [] : [operators.id] }
    }
  }
]
