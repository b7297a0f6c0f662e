using ImOrleans.StoreTests;
using ImOrleans.StoreTests.Sqlite;
using Xunit.MicrosoftTestingPlatform;

return args is [CrashChild.Verb, var path]
    ? await CrashChild.AppendUntilKilled(path)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
