# Runs after azd has deployed the app: subscribes ScoreCsv to finished uploads (infra/events.bicep, which says why not earlier).
# azd hands in the outputs of infra/main.bicep as environment variables. Running it again changes nothing.
$ErrorActionPreference = 'Stop'
if (-not $env:AZURE_RESOURCE_GROUP) { throw 'Run this through azd: azd hooks run postdeploy' }

$tries = 10
for ($try = 1; $try -le $tries; $try++) {
    az deployment group create --name score-csv-events --resource-group $env:AZURE_RESOURCE_GROUP `
        --parameters "$PSScriptRoot/../events.bicepparam" --output none
    if ($LASTEXITCODE -eq 0) {
        Write-Output "ScoreCsv is subscribed: drop a CSV file into the container $env:REVIEW_CONTAINER of $env:REVIEW_STORAGE_ACCOUNT."
        exit 0
    }
    if ($try -lt $tries) {
        Write-Warning "The app has not made its key yet, or does not answer Event Grid yet (try $try of $tries); once more in 30 s."
        Start-Sleep -Seconds 30
    }
}
Write-Error ("ScoreCsv is not subscribed to uploads after $tries tries. If the message above speaks of blobs_extension, the app " +
    'has not started: see its log stream. Then run: azd hooks run postdeploy')
