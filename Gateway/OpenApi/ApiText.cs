using System.Text;
using ImOrleans.Gateway.Page;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ImOrleans.Gateway.OpenApi;

/// <summary>The document as text, made once: making it costs more than any other answer to a stranger.</summary>
internal sealed class ApiText([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents)
{
    private const string ContentType = "application/json;charset=utf-8";

    private readonly Lazy<Task<KeptContent>> content = new(async () =>
    {
        OpenApiDocument document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
        return new KeptContent(Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1)), ContentType);
    });

    public async Task WriteAsync(HttpContext context) => await (await content.Value).WriteAsync(context, "no-cache");
}
