using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Client.Accounts;

/// <summary>An answer and the time at which the server gave it, by its own clock.</summary>
internal readonly record struct Answer<T>(T Body, DateTimeOffset? ServerTime);

/// <summary>REST calls, with a token or without one. Refusals are thrown with their numbers.</summary>
internal sealed class RestCalls : IDisposable
{
    private readonly ServerAddresses addresses;
    private readonly HttpClient http;

    public RestCalls(ImClientOptions options, ServerAddresses addresses)
    {
        this.addresses = addresses;
        http = new HttpClient(options.HttpHandler?.Invoke() ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.CallTimeout,
        };
    }

    /// <summary>The query of one page of a list.</summary>
    public static string Page(int limit, string? next) =>
        string.Create(CultureInfo.InvariantCulture, $"limit={limit}") + (next is null ? "" : $"&next={Uri.EscapeDataString(next)}");

    public static HttpContent Json<T>(T body, JsonTypeInfo<T> type) => JsonContent.Create(body, type);

    /// <exception cref="ImException">The refusal of the server; 1801 when the server did not answer.</exception>
    public async Task<Answer<T>> AskAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, string? token, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, token, cancellation).ConfigureAwait(false);
        try
        {
            T? read = await response.Content.ReadFromJsonAsync(type, cancellation).ConfigureAwait(false);
            return new Answer<T>(read ?? throw new JsonException("null"), response.Headers.Date);
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            throw Refusals.Unreachable("The answer of the server broke off or was not one of this product.");
        }
    }

    /// <inheritdoc cref="AskAsync{T}"/>
    public async Task CallAsync(HttpMethod method, string path, HttpContent? body, string? token, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body, token, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, string? token, CancellationToken cancellation)
    {
        HttpResponseMessage response = await ReachAsync(method, path, body, token, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refusals.FromHttp((int)response.StatusCode, await ReadProblemAsync(response, cancellation).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// A call that found no connection was not made, so it is repeated at the next address, once at each. After any other failure the
    /// outcome is unknown, and only the caller knows whether a repetition is safe.
    /// </summary>
    private async Task<HttpResponseMessage> ReachAsync(
        HttpMethod method, string path, HttpContent? body, string? token, CancellationToken cancellation)
    {
        for (int left = addresses.Count; ; left--)
        {
            Uri server = addresses.Current;
            HttpRequestMessage request = new(method, new Uri(server, path)) { Content = body };
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            try
            {
                return await http.SendAsync(request, cancellation).ConfigureAwait(false);
            }
            catch (HttpRequestException error) when (left > 1 && IsUnsent(error))
            {
                addresses.MoveFrom(server);
            }
            catch (Exception error) when (
                error is HttpRequestException or IOException || error is TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                addresses.MoveFrom(server);
                throw Refusals.Unreachable("The server cannot be reached.");
            }
        }
    }

    private static bool IsUnsent(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private static async Task<Problem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync(ClientJson.Default.Problem, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}
