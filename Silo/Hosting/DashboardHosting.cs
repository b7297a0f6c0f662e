using ImOrleans.Gateway.Operators;
using ImOrleans.ServiceDefaults.Settings;
using Orleans.Dashboard;

namespace ImOrleans.Silo.Hosting;

/// <summary>The Orleans dashboard at <c>/dashboard/</c>: the package leaves it open to everybody; here only operators see it.</summary>
internal static class DashboardHosting
{
    private const string Path = "dashboard/";

    /// <summary>
    /// Its scripts are files of its own, and nothing comes from elsewhere. Pictures and a font are written into its styles; the three
    /// styles that its scripts make are known by their content, those of single elements cannot be.
    /// </summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src-elem 'self' 'sha256-zV11WD0e4jI/Dijo/iV798nsLwP2U80jZOm0yU1jQ4w=' "
        + "'sha256-QnZ4rRpm9RngV6CshHp341kSsPgcxJBB+8l1B6FsEFQ=' 'sha256-8R4w0Gv4jMFxDZrA7H04yrzefgIS2doY3iPdEFH72mQ='; "
        + "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    public static ISiloBuilder AddOperatorDashboard(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Services.AddSettings<DashboardOptions>(DashboardOptions.Section, exclusive: true);

        // The setting decides what is registered, so it is read here; the rules above check it at the start.
        string? named = configuration[$"{AdminOptions.Section}:{nameof(AdminOptions.Username)}"];
        DashboardOptions options = configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>() ?? new();
        if (options.Enabled ?? !string.IsNullOrEmpty(named))
        {
            // Its stream of the log would outlive the session that opened it.
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
            silo.Services.AddSingleton(new OperatorPage(Path));
        }

        return silo;
    }

    public static void MapOperatorDashboard(this WebApplication app)
    {
        if (app.Services.GetServices<OperatorPage>().Any(page => page.Path == Path))
        {
            app.MapOrleansDashboard(Path.TrimEnd('/')).ForOperators().WithContentPolicy(ContentPolicy)
                .AddEndpointFilter<DashboardInput>().AddEndpointFilter(DashboardFrame.Complete);
        }
    }
}
