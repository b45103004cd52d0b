namespace Pdp.Core.Policy;

/// <summary>Something the policy does not allow.</summary>
/// <param name="Subject">Id of the object, or the place in the document.</param>
/// <param name="Message">What to change, the field first. Names fields and what is allowed; never repeats what was sent.</param>
internal sealed record Finding(string Subject, string Message);
