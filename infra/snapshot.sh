#!/bin/sh
# Writes the snapshots of all parameter files again, with the Bicep CLI of the tests' NuGet package (or $BICEP).
set -eu
cd "$(dirname "$0")"
version=$(sed -n 's/.*Azure\.Bicep\.CommandLine\.linux-x64" Version="\([^"]*\)".*/\1/p' ../Directory.Packages.props)
bicep=${BICEP:-${NUGET_PACKAGES:-$HOME/.nuget/packages}/azure.bicep.commandline.linux-x64/$version/tools/bicep}
subscription=00000000-0000-0000-0000-000000000001
# A snapshot is only written if it differs: the CLI does not keep outputs in a fixed order.
take() {
  file=$1.bicepparam
  shift
  "$bicep" snapshot "$file" --mode validate --subscription-id "$subscription" "$@" >/dev/null 2>&1 ||
    "$bicep" snapshot "$file" --mode overwrite --subscription-id "$subscription" "$@"
}
take main
take main.prod
take events --resource-group rg-dev
