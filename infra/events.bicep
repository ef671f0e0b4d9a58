targetScope = 'resourceGroup'

metadata description = 'Second step, after the app is deployed: subscribes ScoreCsv to finished uploads.'

// Event Grid validates a webhook by calling it, with a key that the blob extension creates at its first start: both need the
// app's code to be deployed. So this runs as azd's postdeploy hook. The key is read inside the deployment and passed from one
// Azure service to the other; it is in no parameter, output or log.

@description('Function app that holds ScoreCsv.')
param functionAppName string

@description('System topic of the account into which reviews are uploaded.')
param topicName string

@description('Account into which reviews are uploaded.')
param reviewStorageName string

@description('Container whose uploads are scored.')
param reviewContainer string

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionAppName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: reviewStorageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

var key = listKeys('${app.id}/host/default', '2024-11-01').systemKeys.blobs_extension

resource uploads 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'score-csv'
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.ScoreCsv&code=${key}'
        minimumTlsVersionAllowed: '1.2'
      }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/${reviewContainer}/'
      // Only operations that complete an upload: a file that is still being written in blocks must not be read.
      advancedFilters: [
        { operatorType: 'StringIn', key: 'data.api', values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose'] }
      ]
    }
    eventDeliverySchema: 'EventGridSchema'
    // Retries for a day outlast most outages. Events that are still undelivered then are stored as blobs and raise an alert.
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: storage.id, blobContainerName: 'event-dead-letters' }
      }
    }
  }
}
