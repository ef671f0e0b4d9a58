# The function app in a container, for Azure Container Apps and for Kubernetes with KEDA: docs/container.md.
#   docker build -t sentiment-functions .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# .editorconfig silences analyzers, whose warnings are errors here.
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props host.json ./
COPY models/ models/
COPY src/ src/
# dotnet publish chooses Microsoft's own packages, as azd and the workflow do.
RUN dotnet publish src/SentimentFunctions --configuration Release --output /app

# The host and the .NET 10 runtime. It is published for amd64 alone.
FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true \
    FUNCTIONS_WORKER_RUNTIME=dotnet-isolated \
    ORT_DISABLE_TELEMETRY=1
COPY --from=build /app /home/site/wwwroot
EXPOSE 80
