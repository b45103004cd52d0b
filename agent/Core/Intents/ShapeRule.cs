using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A component has what its type needs and nothing its type cannot have.</summary>
internal sealed class ShapeRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        switch (spec.Type)
        {
            case ComponentType.Service or ComponentType.WebApplication when spec.Endpoints.Count == 0:
                report.Add("spec.endpoints", "must have at least one endpoint; a component nobody calls is a worker");
                break;
            case ComponentType.Worker when spec.Endpoints.Count > 0:
                report.Add("spec.endpoints", "must be empty: a worker listens on nothing; a component others call is a service");
                break;
        }

        if (spec.Type != ComponentType.Stateful && spec.Storage.Count > 0)
            report.Add("spec.storage", "must be empty: only a stateful component keeps volumes over restarts");
    }
}
