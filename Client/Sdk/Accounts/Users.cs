using ImOrleans.Client.Json;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Client.Accounts;

/// <summary>
/// People and their profiles. Every call needs a connection to the server; it fails with an <see cref="Protocol.Errors.ImException"/>.
/// </summary>
public sealed class Users
{
    private readonly Api api;

    internal Users(Api api) => this.api = api;

    /// <summary>At most 20 people whose username, or a word of whose display name, starts so.</summary>
    /// <param name="query">2-64 characters; 1111 otherwise.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<UserProfile[]> SearchAsync(string query, CancellationToken cancellation = default) =>
        api.GetAsync($"api/users?query={Uri.EscapeDataString(query)}", ClientJson.Wire.UserProfileArray, cancellation);

    /// <summary>One person; 1108 when there is none.</summary>
    /// <param name="userId">Whose profile.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<UserProfile> GetAsync(string userId, CancellationToken cancellation = default) =>
        api.GetAsync($"api/users/{Uri.EscapeDataString(userId)}", ClientJson.Wire.UserProfile, cancellation);

    /// <summary>Several people in one call.</summary>
    /// <param name="userIds">1-200; 1006 for more.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The profiles of those who exist, each once, in the order asked.</returns>
    public Task<UserProfile[]> GetManyAsync(IEnumerable<string> userIds, CancellationToken cancellation = default) =>
        api.GetAsync($"api/users?ids={string.Join(',', userIds.Select(Uri.EscapeDataString))}", ClientJson.Wire.UserProfileArray, cancellation);

    /// <summary>The user's own profile.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<UserProfile> GetMeAsync(CancellationToken cancellation = default) => api.GetAsync("api/users/me", ClientJson.Wire.UserProfile, cancellation);

    /// <summary>Changes the user's own profile; 1110 for a display name that breaks the rules.</summary>
    /// <param name="patch">Absent members stay.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task<UserProfile> UpdateMeAsync(ProfilePatch patch, CancellationToken cancellation = default) =>
        api.PatchAsync("api/users/me", patch, ClientJson.Wire.ProfilePatch, ClientJson.Wire.UserProfile, cancellation);
}
