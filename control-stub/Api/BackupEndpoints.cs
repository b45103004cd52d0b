using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>The content of a backup, while the process serves. Never with private keys: they do not travel over the API.</summary>
internal sealed class BackupEndpoints(IControlStore store, TimeProvider time)
{
    // One at a time: it reads everything, and nobody needs two.
    private int _running;

    public void Map(IEndpointRouteBuilder routes) => routes.On("GET", "/api/v1/backup", new RouteNeeds(OperatorAction.Backup), BackupAsync);

    private async Task<IResult> BackupAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        if (Interlocked.Exchange(ref _running, 1) == 1)
            return new ProblemResult(Problem.Busy(StatusCodes.Status503ServiceUnavailable, "Another backup is being read.", TimeSpan.FromSeconds(5)));
        try
        {
            await store.Events.AppendAsync([OperatorHappenings.BackupRead(time.GetUtcNow()).By(context.Caller())], context.RequestAborted);
            var source = BackupSource.Of(store, time, context.RequestAborted);
            context.Response.ContentType = BackupFormat.MediaType;
            // An error from here on cuts the connection; whoever reads sees that the last line is missing.
            await BackupWriter.WriteAsync(context.Response.Body, source.Header, source.Records, keys: null, context.RequestAborted);
            return TypedResults.Empty;
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
