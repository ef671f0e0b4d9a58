metadata description = 'All role assignments of the deployment. There are none elsewhere, and no Owner roles.'

param hostStorageName string
param reviewStorageName string
param serviceBusName string
param insightsName string
param names object
param appPrincipalId string
param topicPrincipalId string
param operatorPrincipalId string
param operatorPrincipalType string

// Built-in roles: learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  BlobReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  BlobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  QueueContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  TableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  MessageSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  MessageReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  MetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  MonitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
}

// On whole accounts: the host creates its own containers, queues and tables; the poison queue is created only when it is needed.
var onHostStorage = [roles.BlobContributor, roles.QueueContributor, roles.TableContributor]
var onReviewStorage = [roles.QueueContributor]

var onContainers = concat(
  [
    { container: names.ReviewContainer, role: roles.BlobReader, principal: appPrincipalId, who: 'app' }
    { container: names.ScoredContainer, role: roles.BlobContributor, principal: appPrincipalId, who: 'app' }
    { container: 'models', role: roles.BlobReader, principal: appPrincipalId, who: 'app' }
    { container: 'event-dead-letters', role: roles.BlobContributor, principal: topicPrincipalId, who: 'topic' }
  ],
  empty(operatorPrincipalId)
    ? []
    : [
        { container: names.ReviewContainer, role: roles.BlobContributor, principal: operatorPrincipalId, who: 'operator' }
        { container: names.ScoredContainer, role: roles.BlobReader, principal: operatorPrincipalId, who: 'operator' }
        { container: 'models', role: roles.BlobContributor, principal: operatorPrincipalId, who: 'operator' }
        { container: 'event-dead-letters', role: roles.BlobReader, principal: operatorPrincipalId, who: 'operator' }
      ]
)

var onQueues = concat(
  [
    { queue: names.ReviewQueue, role: roles.MessageReceiver, principal: appPrincipalId, who: 'app' }
    // The length of the queue decides the number of instances. Without the right to read it, scaling silently falls back
    // to peeking (MicrosoftDocs/azure-docs#128626). Reader on the one queue grants that right; Data Owner would grant everything.
    { queue: names.ReviewQueue, role: roles.Reader, principal: appPrincipalId, who: 'app' }
    { queue: names.PartQueue, role: roles.MessageSender, principal: appPrincipalId, who: 'app' }
    { queue: names.PartQueue, role: roles.MessageReceiver, principal: appPrincipalId, who: 'app' }
    { queue: names.PartQueue, role: roles.Reader, principal: appPrincipalId, who: 'app' } // as above
    { queue: names.ScoredQueue, role: roles.MessageSender, principal: appPrincipalId, who: 'app' }
    { queue: names.RejectedQueue, role: roles.MessageSender, principal: appPrincipalId, who: 'app' }
    { queue: names.CompletedQueue, role: roles.MessageSender, principal: appPrincipalId, who: 'app' }
  ],
  empty(operatorPrincipalId)
    ? []
    : [
        { queue: names.ReviewQueue, role: roles.MessageSender, principal: operatorPrincipalId, who: 'operator' }
        { queue: names.ReviewQueue, role: roles.MessageReceiver, principal: operatorPrincipalId, who: 'operator' } // its dead letters
        // What it needs to send dead-lettered parts again, and no more.
        { queue: names.PartQueue, role: roles.MessageSender, principal: operatorPrincipalId, who: 'operator' }
        { queue: names.PartQueue, role: roles.MessageReceiver, principal: operatorPrincipalId, who: 'operator' }
        { queue: names.ScoredQueue, role: roles.MessageReceiver, principal: operatorPrincipalId, who: 'operator' }
        { queue: names.RejectedQueue, role: roles.MessageReceiver, principal: operatorPrincipalId, who: 'operator' }
        { queue: names.CompletedQueue, role: roles.MessageReceiver, principal: operatorPrincipalId, who: 'operator' }
      ]
)

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource reviewStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: reviewStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = [
  for grant in onContainers: { parent: reviewStorage::blobs, name: grant.container }
]

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for grant in onQueues: { parent: namespace, name: grant.queue }
]

resource hostStorageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in onHostStorage: {
    name: guid(hostStorage.id, role, 'app')
    scope: hostStorage
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource reviewStorageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in onReviewStorage: {
    name: guid(reviewStorage.id, role, 'app')
    scope: reviewStorage
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

// An assignment's principal cannot be changed (RoleAssignmentUpdateNotPermitted), so another operator gets assignments of its own names.
resource containerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in onContainers: {
    name: guid(containers[i].id, grant.role, grant.who == 'operator' ? operatorPrincipalId : grant.who)
    scope: containers[i]
    properties: {
      principalId: grant.principal
      principalType: grant.who == 'operator' ? operatorPrincipalType : 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
    }
  }
]

resource queueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in onQueues: {
    name: guid(queues[i].id, grant.role, grant.who == 'operator' ? operatorPrincipalId : grant.who)
    scope: queues[i]
    properties: {
      principalId: grant.principal
      principalType: grant.who == 'operator' ? operatorPrincipalType : 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
    }
  }
]

resource insightsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, roles.MetricsPublisher, 'app')
  scope: insights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.MetricsPublisher)
  }
}

// On the group: the workbook and the alerts read metrics and logs of all resources in it. The role reads no blob and no message.
resource operatorRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(resourceGroup().id, roles.MonitoringReader, operatorPrincipalId)
  properties: {
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.MonitoringReader)
  }
}
