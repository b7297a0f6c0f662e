using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Quotas;
using ImOrleans.Grains.Sessions;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserOptions = ImOrleans.Grains.Users.UserOptions;

namespace ImOrleans.Grains;

/// <summary>Everything that the grains need besides stores and streams.</summary>
public static class GrainsHosting
{
    public static ISiloBuilder AddImGrains(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<AccountOptions>(AccountOptions.Section);
        services.AddSettings<SessionOptions>(SessionOptions.Section);
        services.AddSettings<ConversationOptions>(ConversationOptions.Section);
        services.AddSettings<SendOptions>(SendOptions.Section);
        services.AddSettings<GroupOptions>(GroupOptions.Section);
        services.AddSettings<PresenceOptions>(PresenceOptions.Section, exclusive: true).Validate<IOptions<ConversationOptions>>(
            (presence, conversations) => presence.RouteLease >= conversations.Value.RouteLease,
            "Im:Presence:RouteLease must be at least Im:Conversations:RouteLease: a user must know of a lease for as long as it holds.");
        services.AddSettings<DeliveryOptions>(DeliveryOptions.Section);
        services.AddSettings<DeviceOptions>(DeviceOptions.Section);
        services.AddSettings<UserOptions>(UserOptions.Section);
        services.AddSettings<PushOptions>(PushOptions.Section);
        services.AddSettings<QuotaOptions>(QuotaOptions.Section).Validate<IOptions<GroupOptions>>(
            (quotas, groups) => quotas.AdditionsPerDay >= Math.Max(groups.Value.MaxMembers, groups.Value.MaxAdded),
            "Im:Quotas:AdditionsPerDay must be at least Im:Groups:MaxMembers and Im:Groups:MaxAdded: one request can add so many.");

        services.AddSingleton<IPasswordHasher<AccountState>, PasswordHasher<AccountState>>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccountOptions>>(
            (hasher, accounts) => hasher.IterationCount = accounts.Value.PasswordIterations);
        services.AddSingleton<PasswordQueue>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<PasswordProof>();
        foreach (EntryKind kind in EntryKinds.Shipped)
        {
            services.AddSingleton(kind);
        }

        services.AddSingleton<EntryKinds>();
        services.AddSingleton<GatewayDispatcher>();
        services.AddSingleton<DoubtfulAppends>();
        services.AddTransient<SessionWatchers>();
        services.AddSingleton<GatewayPulse>();
        services.AddHostedService(provider => provider.GetRequiredService<GatewayPulse>());
        services.AddSingleton<PushSenders>();
        services.AddSingleton<PushMetrics>();
        services.AddSingleton<SiloDeaths>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloDeaths>());
        return silo.AddIncomingGrainCallFilter<StoreFaults>();
    }
}
