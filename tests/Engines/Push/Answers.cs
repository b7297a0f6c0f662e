using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ImOrleans.Engines.Push;

internal static class Answers
{
    public static Task AnswerAsync(this HttpContext context, int status, object json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(json), context.RequestAborted).AsTask();
    }

    /// <summary>Notes the violation, and answers as the provider does.</summary>
    public static Task RefuseAsync(this HttpContext context, ProviderServer server, int status, string violation, object json)
    {
        server.Note(violation);
        return context.AnswerAsync(status, json);
    }
}
