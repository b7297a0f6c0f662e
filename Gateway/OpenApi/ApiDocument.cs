using System.Globalization;
using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Json;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Limits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ImOrleans.Gateway.OpenApi;

/// <summary>The REST side described for machines, at <c>/openapi/v1.json</c>. The hub is described in the gateway's README.</summary>
internal static class ApiDocument
{
    public const string Bearer = "bearer";

    public const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddSingleton<ApiText>().AddOpenApi(Name, options =>
    {
        options.AddDocumentTransformer(DescribeDocument);
        options.AddSchemaTransformer(DescribeTimes);
        options.AddOperationTransformer(DescribeNumbers);
        options.AddOperationTransformer(DescribeToken);
        options.AddOperationTransformer(ShortenSummary);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder root) => root.MapGet($"/openapi/{Name}.json", (HttpContext context, ApiText text) => text.WriteAsync(context))
        .AllowAnonymous().ExcludeFromDescription();

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info.Title = "ImOrleans";
        document.Info.Version = ProductVersion.Text;
        document.Info.Description = "Refusals are application/problem+json with the number of the error catalogue as code.";

        // Absent means: from where the document comes.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            BearerFormat = "JWT",
            Description = "The accessToken of POST /api/sessions.",
        };
        return Task.CompletedTask;
    }

    /// <summary>They are read as text, for the sake of their refusals, but are numbers to clients.</summary>
    private static Task DescribeNumbers(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Schema = parameter.Name switch
            {
                "limit" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = ProtocolLimits.Page.ToString(CultureInfo.InvariantCulture) },
                "after" or "before" => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
                _ => parameter.Schema,
            };
        }

        return Task.CompletedTask;
    }

    /// <summary>Its first sentence is what a list shows; the others come before what is refused.</summary>
    private static Task ShortenSummary(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.Summary?.Split(". ", 2) is [var first, var rest])
        {
            (operation.Summary, operation.Description) = ($"{first}.", $"{rest} {operation.Description}".TrimEnd());
        }

        return Task.CompletedTask;
    }

    private static Task DescribeTimes(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        // A converter writes them, and what a converter writes the framework cannot know.
        if (context.JsonTypeInfo.Type == typeof(DateTimeOffset) || context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }

        return Task.CompletedTask;
    }

    private static Task DescribeToken(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        OpenApiSchemaReference problem = new(nameof(ProblemBody), context.Document);
        operation.Responses ??= [];
        operation.Responses.TryAdd("503", Describe("1801 Unavailable: try again after retryAfterMs.", problem));
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            return Task.CompletedTask;
        }

        operation.Responses.TryAdd("401", Describe("1105 InvalidToken, 1106 SessionEnded.", problem));
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        return Task.CompletedTask;
    }

    private static OpenApiResponse Describe(string text, OpenApiSchemaReference problem) => new()
    {
        Description = text,
        Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = problem } },
    };
}
