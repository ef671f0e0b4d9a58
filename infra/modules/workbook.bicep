import { unfinishedFiles } from '../files.bicep'

metadata description = 'One page on the state of the app: reviews by outcome, backlog, latency, cost, files in progress.'

param names object
param serviceBusName string
param workspaceId string
param location string
param tags object

// Bicep has no fractional numbers, so these are strings. The numbers are those of tools/Sentiment.Simulation/assumptions.json; a test compares them.
var prices = [
  { name: 'OnDemandPrice', label: 'USD a GB-second, on demand', value: '0.000026' }
  { name: 'AlwaysReadyPrice', label: '… always ready', value: '0.000004' }
  { name: 'AlwaysReadyWorkPrice', label: '… always ready, at work', value: '0.000016' }
  { name: 'ExecutionPrice', label: 'USD a million executions', value: '0.4' }
]

var outcomes = '''
AppMetrics
| where Name == "sentiment.reviews"
| summarize reviews = sum(Sum) by outcome = tostring(Properties["sentiment.outcome"]), bin(TimeGenerated, {TimeRange:grain})
'''

var triggers = '''
AppMetrics
| where Name == "sentiment.reviews"
| summarize reviews = sum(Sum) by trigger = tostring(Properties["sentiment.trigger"]), outcome = tostring(Properties["sentiment.outcome"])
| order by reviews desc
'''

// The app's own metric has faas.trigger, the host's of the same name has faas.name.
var latency = '''
AppMetrics
| where Name == "faas.invoke_duration" and isnotempty(Properties["faas.trigger"])
| summarize seconds = sum(Sum) / sum(ItemCount) by trigger = tostring(Properties["faas.trigger"]), bin(TimeGenerated, {TimeRange:grain})
'''

var percentiles = '''
AppRequests
| where SDKVersion !startswith "dotnetiso"
| summarize percentilesw(DurationMs, ItemCount, 50, 95, 99), calls = sum(ItemCount) by Name
'''

// Flex Consumption reports MB-milliseconds: learn.microsoft.com/azure/azure-functions/functions-consumption-costs
var cost = '''
let spent = AzureMetrics
| where MetricName startswith "OnDemand" or MetricName startswith "AlwaysReady"
| summarize
    onDemand = sumif(Total, MetricName == "OnDemandFunctionExecutionUnits"),
    ready = sumif(Total, MetricName == "AlwaysReadyUnits"),
    readyWork = sumif(Total, MetricName == "AlwaysReadyFunctionExecutionUnits"),
    calls = sumif(Total, MetricName in ("OnDemandFunctionExecutionCount", "AlwaysReadyFunctionExecutionCount"))
    by bin(TimeGenerated, 1h)
| extend seconds = onDemand * {OnDemandPrice} + ready * {AlwaysReadyPrice} + readyWork * {AlwaysReadyWorkPrice}
| extend usd = seconds / 1024000 + calls * {ExecutionPrice} / 1000000;
AppMetrics
| where Name == "sentiment.reviews"
| summarize reviews = sum(Sum) by bin(TimeGenerated, 1h)
| join kind=inner spent on TimeGenerated
| project TimeGenerated, usdPerMillion = usd / reviews * 1000000
'''

var files = $'''
${unfinishedFiles(names)}| project file, uploaded, waiting = now() - uploaded
| order by uploaded asc
'''

var charts = [
  { name: 'outcomes', title: 'Reviews by outcome', query: outcomes, visualization: 'timechart', width: '50' }
  { name: 'triggers', title: 'Reviews by trigger and outcome', query: triggers, visualization: 'table', width: '50' }
  { name: 'latency', title: 'Seconds an invocation, on average', query: latency, visualization: 'timechart', width: '50' }
  { name: 'percentiles', title: 'Milliseconds a call, as the host saw it', query: percentiles, visualization: 'table', width: '50' }
  { name: 'cost', title: 'USD for a million reviews, compute alone', query: cost, visualization: 'timechart', width: '50' }
  { name: 'files', title: 'Files in work, the oldest first', query: files, visualization: 'table', width: '50' }
]

var content = {
  version: 'Notebook/1.0'
  items: concat(
    [
      {
        type: 1
        name: 'about'
        content: { json: 'What to do when something here looks wrong: docs/operations.md. What the cost leaves out: docs/scaling.md.' }
      }
      {
        type: 9
        name: 'parameters'
        content: {
          version: 'KqlParameterItem/1.0'
          parameters: concat(
            [
              {
                id: guid('TimeRange')
                version: 'KqlParameterItem/1.0'
                name: 'TimeRange'
                label: 'Time'
                type: 4
                isRequired: true
                value: { durationMs: 86400000 }
                typeSettings: { selectableValues: map([3600000, 14400000, 86400000, 604800000, 2592000000], ms => { durationMs: ms }) }
              }
            ],
            map(prices, price => {
              id: guid(price.name)
              version: 'KqlParameterItem/1.0'
              name: price.name
              label: price.label
              type: 1
              isRequired: true
              value: price.value
            })
          )
        }
      }
      {
        type: 10
        name: 'backlog'
        customWidth: '100'
        content: {
          version: 'MetricsItem/2.0'
          chartId: 'backlog'
          title: 'Messages that wait, and messages given up'
          size: 0
          chartType: 2
          resourceType: 'microsoft.servicebus/namespaces'
          metricScope: 0
          resourceIds: [namespace.id]
          timeContextFromParameter: 'TimeRange'
          timeContext: { durationMs: 0 }
          metrics: [
            {
              namespace: 'microsoft.servicebus/namespaces'
              metric: 'microsoft.servicebus/namespaces--ActiveMessages'
              aggregation: 3
              splitBy: 'EntityName'
            }
            {
              namespace: 'microsoft.servicebus/namespaces'
              metric: 'microsoft.servicebus/namespaces--DeadletteredMessages'
              aggregation: 3
              splitBy: 'EntityName'
            }
          ]
        }
      }
    ],
    map(charts, chart => {
      type: 3
      name: chart.name
      customWidth: chart.width
      content: {
        version: 'KqlItem/1.0'
        query: chart.query
        title: chart.title
        size: 0
        queryType: 0
        resourceType: 'microsoft.operationalinsights/workspaces'
        timeContextFromParameter: 'TimeRange'
        timeContext: { durationMs: 0 }
        visualization: chart.visualization
        noDataMessage: 'Nothing yet.'
      }
    })
  )
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook's name has to be a GUID.
  name: guid(resourceGroup().id, 'sentiment')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Sentiment Functions'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: string(content)
  }
}
