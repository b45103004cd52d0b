using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What calls about users have in common: one small document, and how a change of users ends.</summary>
internal static class UserBody
{
    /// <summary>The fields of the body; what is wrong with the request otherwise.</summary>
    public static async Task<(DocumentFields? Fields, Problem? Problem)> ReadAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return (null, wrong);
        var (batch, unreadable) = await BodyReader.ReadAsync(context, UserEndpoints.LargestBody);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        return document is null ? (null, problem) : (new DocumentFields(document, "", new DocumentReport()), null);
    }

    /// <summary>Everything wrong with the fields once all were read; null when nothing is.</summary>
    public static Problem? Wrong(DocumentFields fields)
    {
        fields.Close();
        return fields.Report.Errors.Count + fields.Report.Warnings.Count > 0 ? Problem.Invalid([.. fields.Report.Errors, .. fields.Report.Warnings]) : null;
    }

    /// <summary>The answer to a change that has no content.</summary>
    public static IResult Result(UserChange change, Problem notFound) => change switch
    {
        UserChange.Done => TypedResults.NoContent(),
        UserChange.NotFound => new ProblemResult(notFound),
        UserChange.LastAdmin => new ProblemResult(Problem.Conflict("Nobody would be left who is admin on */*. Make another one first.")),
        _ => new ProblemResult(Problem.Conflict("The user has as many of them as anybody may. Take some away first, or raise --max-grants-per-user or --max-tokens-per-user.")),
    };
}
