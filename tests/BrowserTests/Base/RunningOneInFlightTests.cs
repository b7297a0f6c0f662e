using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.BrowserTests.Base;

public sealed class RunningOneInFlightTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task Requests_during_a_run_share_one_next_run_also_after_one_that_failed()
    {
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        string[] happened = await visitor.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { oneInFlight } = await import(new URL('js/base/turns.js', location));
              const happened = [];
              const runs = [];
              const request = oneInFlight(() => {
                happened.push(`run ${runs.length}`);
                runs.push(Promise.withResolvers());
                return runs.at(-1).promise;
              });
              const first = request();
              const during = [request(), request(), request()];
              happened.push(`shared by ${during.filter(one => one === during[0]).length}`);
              runs[0].reject(new Error('once'));
              happened.push(await first.catch(({ message }) => `first ${message}`));
              runs[1].resolve('second');
              happened.push(await during[0]);
              const alone = request();
              runs[2].resolve('third');
              happened.push(await alone);
              return happened;
            }
            """);
        Assert.Equal(["run 0", "shared by 3", "run 1", "first once", "second", "run 2", "third"], happened);
    }
}
