using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserOptions = ImOrleans.Grains.Users.UserOptions;

namespace ImOrleans.Grains.Hosting;

/// <summary>Everything that the grains need besides stores and streams.</summary>
public static class GrainsHosting
{
    public static ISiloBuilder AddImGrains(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddImOptions<AccountOptions>(AccountOptions.Section);
        services.AddImOptions<SessionOptions>(SessionOptions.Section);
        services.AddImOptions<ConversationOptions>(ConversationOptions.Section);
        services.AddImOptions<GroupOptions>(GroupOptions.Section);
        services.AddImOptions<DeliveryOptions>(DeliveryOptions.Section);
        services.AddImOptions<UserOptions>(UserOptions.Section).Validate<IOptions<ConversationOptions>>(
            (users, conversations) => users.RouteLease >= conversations.Value.RouteLease,
            "Im:Users:RouteLease must not be shorter than Im:Conversations:RouteLease.");

        services.AddSingleton<IPasswordHasher<AccountState>, PasswordHasher<AccountState>>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccountOptions>>(
            (hasher, accounts) => hasher.IterationCount = accounts.Value.PasswordIterations);
        services.AddSingleton<GatewayDispatcher>();
        services.AddTransient<SessionWatchers>();
        services.AddSingleton<SiloDeaths>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloDeaths>());
        return silo.AddIncomingGrainCallFilter<StoreFaults>();
    }

    /// <summary>Options of a section that are checked at start: each bound has a range, and a wrong setting stops the program with a sentence.</summary>
    public static OptionsBuilder<TOptions> AddImOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class => services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
