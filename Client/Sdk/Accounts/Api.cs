using System.Text.Json.Serialization.Metadata;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Client.Accounts;

/// <summary>
/// REST calls with the token of the current session. If the server refuses a token, it is renewed and the call is repeated once.
/// </summary>
internal sealed class Api(RestCalls rest, Session session)
{
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, path, null, type, cancellation);

    public Task<T> PostAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Post, path, () => RestCalls.Json(body, bodyType), type, cancellation);

    public Task<T> PatchAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Patch, path, () => RestCalls.Json(body, bodyType), type, cancellation);

    public Task<T> PutAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        PutAsync(path, body, type, type, cancellation);

    public Task<T> PutAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Put, path, () => RestCalls.Json(body, bodyType), type, cancellation);

    public Task CallAsync<TBody>(string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Post, path, () => RestCalls.Json(body, bodyType), cancellation);

    /// <summary>A <c>PUT</c> that answers nothing.</summary>
    public Task ReplaceAsync<TBody>(string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Put, path, () => RestCalls.Json(body, bodyType), cancellation);

    public Task DeleteAsync(string path, CancellationToken cancellation) => CallAsync(HttpMethod.Delete, path, null, cancellation);

    public Task DeleteAsync<TBody>(string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Delete, path, () => RestCalls.Json(body, bodyType), cancellation);

    private Task<bool> CallAsync(HttpMethod method, string path, Func<HttpContent>? body, CancellationToken cancellation) => WithTokenAsync(
        async token =>
        {
            await rest.CallAsync(method, path, body?.Invoke(), token, cancellation).ConfigureAwait(false);
            return true;
        },
        cancellation);

    private Task<T> AskAsync<T>(HttpMethod method, string path, Func<HttpContent>? body, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        WithTokenAsync(
            async token => (await rest.AskAsync(method, path, body?.Invoke(), type, token, cancellation).ConfigureAwait(false)).Body, cancellation);

    private async Task<T> WithTokenAsync<T>(Func<string, Task<T>> call, CancellationToken cancellation)
    {
        string token = await session.AccessTokenAsync(null, cancellation).ConfigureAwait(false);
        try
        {
            return await call(token).ConfigureAwait(false);
        }
        catch (ImException refusal) when (refusal.Code is ErrorCode.InvalidToken or ErrorCode.SessionEnded)
        {
            return await call(await session.AccessTokenAsync(token, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
