using Azure.Core;
using Azure.Identity;

namespace ImOrleans.ServiceDefaults.Azure;

/// <summary>The identity with which this process signs in to services of Azure, where no key is set.</summary>
internal static class AzureIdentity
{
    /// <param name="managedClientId">The client id of a user-assigned managed identity. Empty: <c>DefaultAzureCredential</c> chooses the identity.</param>
    public static TokenCredential Of(string managedClientId) => managedClientId.Length > 0
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(managedClientId))
        : new DefaultAzureCredential();
}
