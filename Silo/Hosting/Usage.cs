namespace ImOrleans.Silo.Hosting;

/// <summary>How the program is used.</summary>
internal static class Usage
{
    private const string Text =
        """
        ImOrleans, an instant messaging server.

        Usage: dotnet run --project Silo [-- [command] [--name=value ...]]
               ImOrleans.Silo [command] [--name=value ...]

        Commands:
          (none)          silo, gateway and web page in one process
          silo            a silo without a gateway
          check           print all settings and whether they hold, and start nothing
          keys rotate     add a signing key; tokens of the old one live out their time
          keys revoke     end everything that older signing keys have signed, at once
          operator grant <userId>
                          let this user see /operators/ and the dashboard
          operator revoke <userId>
                          take that right away, at once
          operator list   print who has it
          lineage renew   the data folder was restored from copies: let clients load everything again
          cluster adopt   stores or membership were moved or made anew: they belong together

        Options that are often used:
          --urls=http://0.0.0.0:5080   where the gateway listens
          --environment=Production     the default is that of ASP.NET Core; dotnet run is Development
          --Im:DataPath=data           the data folder

        The operator commands ask the running server, or open the data folder of a stopped one.

        Every setting can be given as --name=value, as an environment variable (Im__DataPath) or in appsettings.json.
        """;

    /// <returns>The exit code.</returns>
    public static Task<int> PrintAsync()
    {
        Console.WriteLine(Text);
        return Task.FromResult(0);
    }
}
