using System.Security.Cryptography;
using ImOrleans.Gateway.Operators;
using Scalar.AspNetCore;

namespace ImOrleans.Gateway.OpenApi;

/// <summary>The REST side for people to read and try, at <c>/scalar/</c>: all of it from this server, and it calls no other.</summary>
internal static class ApiReference
{
    public static IServiceCollection AddApiReference(this IServiceCollection services) => services.AddSingleton(new OperatorPage("scalar/"));

    public static void MapApiReference(this IEndpointRouteBuilder root) =>
        root.MapGroup("").ForOperators().MapScalarApiReference("/scalar", Configure);

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        context.Response.Headers.ContentSecurityPolicy = PolicyWith(nonce);
        options.Nonce = nonce;

        // The reference reads the nonce for its styles from here.
        options.HeadContent = $"""<meta property="csp-nonce" content="{nonce}">""";
        options.Title = "ImOrleans API";
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.ProxyUrl = null;
        options.Agent = new ScalarAgentOptions { Disabled = true };
        options.Mcp = new ScalarMcpOptions { Disabled = true };
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.HideClientButton = true;
        options.SchemaPropertyOrder = PropertyOrder.Preserve;
        options.Authentication = new ScalarAuthenticationOptions { PreferredSecuritySchemes = [ApiDocument.Bearer] };
    }

    /// <summary>
    /// Its script is a file of its own; of the styles that it makes, two do without the nonce and are known by their content.
    /// </summary>
    private static string PolicyWith(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src-elem 'self' 'nonce-{nonce}' "
        + "'sha256-l/2OpPg0d+2VLTLgwjf5mQo2CYwHDEqdj5TjbfEyVJI=' 'sha256-T13Uev3xCax2N28XaoAE8DOzQZKvPp7ZQVAi1iRREjo='; "
        + "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
}
