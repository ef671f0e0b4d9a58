#!/bin/sh
# Runs after azd has deployed the app: subscribes ScoreCsv to finished uploads (infra/events.bicep, which says why not earlier).
# azd hands in the outputs of infra/main.bicep as environment variables. Running it again changes nothing.
set -eu
: "${AZURE_RESOURCE_GROUP:?run this through azd: azd hooks run postdeploy}"

tries=10
try=1
until az deployment group create --name score-csv-events --resource-group "$AZURE_RESOURCE_GROUP" \
  --parameters "$(dirname "$0")/../events.bicepparam" --output none; do
  if [ "$try" -ge "$tries" ]; then
    echo "ScoreCsv is not subscribed to uploads after $tries tries. If the message above speaks of blobs_extension, the app" >&2
    echo "has not started: see its log stream. Then run: azd hooks run postdeploy" >&2
    exit 1
  fi
  echo "The app has not made its key yet, or does not answer Event Grid yet (try $try of $tries); once more in 30 s." >&2
  try=$((try + 1))
  sleep 30
done
echo "ScoreCsv is subscribed: drop a CSV file into the container ${REVIEW_CONTAINER:-reviews} of ${REVIEW_STORAGE_ACCOUNT:-the review account}."
