using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ImOrleans.UnitTests.Clustering;

/// <summary>A silo with <c>Im:Cluster:Kubernetes</c>, without Kubernetes.</summary>
public sealed class BelongingToAPodTests
{
    private static readonly Dictionary<string, string> Whole = new()
    {
        ["POD_NAME"] = "silo-0", ["POD_NAMESPACE"] = "chat", ["POD_IP"] = "10.1.2.3",
    };

    [Fact]
    public void A_pod_that_describes_itself_is_read() => Assert.Equal(new KubernetesPod("chat", "silo-0"), Read(Whole));

    [Fact]
    public void Outside_a_pod_the_start_is_refused() => Assert.Contains(
        "this process is not in a pod of Kubernetes", Refusal(Whole, isInPod: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("POD_NAME")]
    [InlineData("POD_NAMESPACE")]
    [InlineData("POD_IP")]
    public void What_the_pod_does_not_say_is_named(string variable) => Assert.Contains(
        $"the pod does not set {variable}:",
        Refusal(Whole.Where(set => set.Key != variable).ToDictionary()),
        StringComparison.Ordinal);

    [Fact]
    public void An_address_that_is_none_is_refused() => Assert.Contains(
        "POD_IP is 'silo-0'; it must be the IP address", Refusal(new(Whole) { ["POD_IP"] = "silo-0" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(StatusCodes.Status403Forbidden, "refuses to show the pod 'silo-0' and the others of the namespace 'chat' (Forbidden)")]
    [InlineData(StatusCodes.Status404NotFound, "refuses to show the pod 'silo-0' and the others of the namespace 'chat' (NotFound)")]
    public async Task Missing_rights_are_one_sentence(int status, string reason)
    {
        await using WebApplication api = await ServeAsync(status);

        StartupException refusal = await Assert.ThrowsAsync<StartupException>(() => Read(Whole).EnsureRightsAsync(At(api.Urls.Single())));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_rights_the_start_goes_on()
    {
        await using WebApplication api = await ServeAsync(StatusCodes.Status200OK);

        await Read(Whole).EnsureRightsAsync(At(api.Urls.Single()));
    }

    [Fact]
    public async Task An_api_that_does_not_answer_is_one_sentence()
    {
        StartupException refusal = await Assert.ThrowsAsync<StartupException>(() =>
            Read(Whole).EnsureRightsAsync(At("http://127.0.0.1:1")));
        Assert.Contains("The API of Kubernetes at http://127.0.0.1:1 does not answer", refusal.Message, StringComparison.Ordinal);
    }

    private static KubernetesPod Read(Dictionary<string, string> variables, bool isInPod = true) =>
        KubernetesPod.Read(isInPod, variables.GetValueOrDefault);

    private static string Refusal(Dictionary<string, string> variables, bool isInPod = true) =>
        Assert.Throws<StartupException>(() => Read(variables, isInPod)).Message;

    private static KubernetesClientConfiguration At(string address) => new() { Host = address };

    /// <summary>Answers each question in the same way.</summary>
    private static async Task<WebApplication> ServeAsync(int status)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.Run(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
            await context.Response.WriteAsync("{}");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
