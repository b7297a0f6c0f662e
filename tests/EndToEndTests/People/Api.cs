using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImOrleans.EndToEndTests.People;

/// <summary>The REST side with one token, or none.</summary>
public sealed class Api(HttpClient http, string? token = null)
{
    private const int LargeBody = 64 * 1024;

    /// <summary>Names exactly as the protocol has them, absent members omitted; what is required must come.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task<T> GetAsync<T>(string path) => (await AskAsync("GET", path)).As<T>();

    public async Task<T> PostAsync<T>(string path, object body) => (await AskAsync("POST", path, body)).As<T>();

    public async Task PostAsync(string path, object body) => (await AskAsync("POST", path, body)).EnsureDone();

    public async Task<T> PatchAsync<T>(string path, object body) => (await AskAsync("PATCH", path, body)).As<T>();

    public async Task DeleteAsync(string path) => (await AskAsync("DELETE", path)).EnsureDone();

    public Task<Answer> AskAsync(string method, string path) => AskAsync(method, path, content: null);

    /// <param name="body">Anything that becomes JSON; null is the JSON null.</param>
    public Task<Answer> AskAsync(string method, string path, object? body)
    {
        string text = body is null ? "null" : JsonSerializer.Serialize(body, body.GetType(), Json);
        return AskAsync(method, path, new StringContent(text, Encoding.UTF8, "application/json"));
    }

    public async Task<Answer> AskAsync(string method, string path, HttpContent? content)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        // The server refuses a body that is too large and closes. A client that still writes then may see that instead of the answer.
        request.Headers.ExpectContinue = content?.Headers.ContentLength >= LargeBody;
        using HttpResponseMessage response = await http.SendAsync(request);
        return new Answer(
            $"{method} {path}", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
