using 'main.bicep'
extends 'main.bicepparam'
import { prod } from 'stages.bicep'

// The large, closed variant, whatever the environment says.
param environmentName = 'prod'
param stage = prod
param alertEmail = 'operators@example.com'
