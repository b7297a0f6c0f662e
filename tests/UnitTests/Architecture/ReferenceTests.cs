using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>Which project can reference which. Read from the project files, because the compiler drops unused references.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("Client/Protocol/Protocol.csproj")]
    [InlineData("Client/Sdk/Sdk.csproj", "Protocol.csproj")]
    [InlineData("Client/Sqlite/Sqlite.csproj", "Sdk.csproj")]
    [InlineData("Grains.Interfaces/Grains.Interfaces.csproj", "Protocol.csproj")]
    [InlineData("ServiceDefaults/ServiceDefaults.csproj")]
    [InlineData("Grains/Grains.csproj", "Grains.Interfaces.csproj", "Protocol.csproj", "ServiceDefaults.csproj")]
    [InlineData("Gateway/Gateway.csproj", "Grains.Interfaces.csproj", "Protocol.csproj", "ServiceDefaults.csproj")]
    [InlineData("Silo/Silo.csproj", "Gateway.csproj", "Grains.Interfaces.csproj", "Grains.csproj", "Protocol.csproj", "Push.csproj", "ServiceDefaults.csproj")]
    [InlineData("Push/Push.csproj", "Grains.Interfaces.csproj", "ServiceDefaults.csproj")]
    public void A_project_references_only_what_it_may(string project, params string[] allowed) =>
        Assert.Empty(Repository.References(project, "ProjectReference").Except(allowed));

    [Fact]
    public void The_protocol_brings_nothing_but_serialization_attributes_into_an_app()
    {
        Assert.Equal(["Microsoft.Orleans.Serialization.Abstractions"], Repository.References("Client/Protocol/Protocol.csproj", "PackageReference"));
        Assert.Empty(Repository.References("Client/Protocol/Protocol.csproj", "FrameworkReference"));
    }

    [Fact]
    public void The_client_brings_signalr_and_no_orleans_into_an_app()
    {
        Assert.Equal(["Microsoft.AspNetCore.SignalR.Client"], Repository.References("Client/Sdk/Sdk.csproj", "PackageReference"));
        Assert.DoesNotContain(
            Repository.Assemblies.Single(assembly => assembly.GetName().Name == "ImOrleans.Client").GetReferencedAssemblies(),
            name => name.Name!.StartsWith("Orleans", StringComparison.Ordinal));
    }

    [Fact]
    public void The_grain_interfaces_need_only_orleans()
    {
        var packages = Repository.References("Grains.Interfaces/Grains.Interfaces.csproj", "PackageReference");
        Assert.All(packages, package => Assert.StartsWith("Microsoft.Orleans.", package, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ImOrleans.Gateway", "ImOrleans.Grains")]
    [InlineData("ImOrleans.Gateway", "ImOrleans.Silo")]
    [InlineData("ImOrleans.Grains", "ImOrleans.Gateway")]
    [InlineData("ImOrleans.Grains", "ImOrleans.Silo")]
    [InlineData("ImOrleans.Grains.Interfaces", "ImOrleans.ServiceDefaults")]
    public void An_assembly_does_not_use_another(string assembly, string forbidden) =>
        Assert.DoesNotContain(
            forbidden, Repository.Assemblies.Single(a => a.GetName().Name == assembly).GetReferencedAssemblies().Select(name => name.Name));
}
