using System.Net.Http.Headers;

namespace ImOrleans.Push.Sending;

internal static class JsonRequest
{
    public static HttpRequestMessage Post(Uri address, byte[] payload)
    {
        HttpRequestMessage message = new(HttpMethod.Post, address) { Content = new ByteArrayContent(payload) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return message;
    }
}
