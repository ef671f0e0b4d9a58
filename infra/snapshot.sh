#!/bin/sh
# Takes the snapshots of all parameter files anew, with the Bicep CLI of the tests' NuGet package (or $BICEP).
set -eu
cd "$(dirname "$0")"
version=$(sed -n 's/.*Azure\.Bicep\.CommandLine\.linux-x64" Version="\([^"]*\)".*/\1/p' ../Directory.Packages.props)
bicep=${BICEP:-${NUGET_PACKAGES:-$HOME/.nuget/packages}/azure.bicep.commandline.linux-x64/$version/tools/bicep}
subscription=00000000-0000-0000-0000-000000000001
for file in main main.prod; do
  "$bicep" snapshot "$file.bicepparam" --mode overwrite --subscription-id "$subscription"
done
"$bicep" snapshot events.bicepparam --mode overwrite --subscription-id "$subscription" --resource-group rg-dev
