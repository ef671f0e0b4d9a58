using 'events.bicep'

// All of these are outputs of main.bicep, which azd passes to its hooks.
param functionAppName = readEnvironmentVariable('FUNCTION_APP_NAME', 'func-sentiment-example')
param topicName = readEnvironmentVariable('EVENT_TOPIC_NAME', 'evgt-sentiment-example')
param reviewStorageName = readEnvironmentVariable('REVIEW_STORAGE_ACCOUNT', 'streviewexample')
param reviewContainer = readEnvironmentVariable('REVIEW_CONTAINER', 'reviews')
