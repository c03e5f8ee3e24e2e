/** What a HorizontalPodAutoscaler of autoscaling/v2 says; the fields this one uses. */
export interface AutoscalerSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
}

interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly policies: readonly { readonly type: 'Percent' | 'Pods'; readonly value: number; readonly periodSeconds: number }[];
}

/** What one metric reads, of its target, on average over the pods. */
export interface MetricReading {
  readonly current: number;
  readonly target: number;
}

const TOLERANCE = 0.1;

/**
 * Decides how many pods there are to be, as Kubernetes does: ceil(pods x current / target) of the metric that asks for most, nothing within a tolerance of
 * 10 %, not below what was recommended within the window for scaling down, and not faster than the policies allow.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export class Autoscaler {
  private readonly recommended: { readonly at: number; readonly pods: number }[] = [];
  private readonly changes: { readonly at: number; readonly by: number }[] = [];

  constructor(private readonly spec: AutoscalerSpec) {}

  decide(pods: number, metrics: readonly MetricReading[], atSeconds: number): number {
    const asked = Math.max(...metrics.map(({ current, target }) => (Math.abs(current / target - 1) <= TOLERANCE ? pods : Math.ceil((pods * current) / target))));
    const wanted = Math.min(this.spec.maxReplicas, Math.max(this.spec.minReplicas, asked));
    this.recommended.push({ at: atSeconds, pods: wanted });
    const { scaleUp, scaleDown } = this.spec.behavior;
    const within = (seconds: number): number[] => this.recommended.filter(({ at }) => at >= atSeconds - seconds).map((each) => each.pods);
    const steady = Math.max(Math.min(pods, Math.max(...within(scaleDown.stabilizationWindowSeconds))), Math.min(...within(scaleUp.stabilizationWindowSeconds)));
    const decided = steady > pods ? Math.min(steady, this.most(pods, scaleUp, atSeconds)) : Math.max(steady, this.fewest(pods, scaleDown, atSeconds));
    if (decided !== pods) this.changes.push({ at: atSeconds, by: decided - pods });
    return decided;
  }

  private most(pods: number, { policies }: ScalingRules, at: number): number {
    return Math.max(...policies.map(({ type, value, periodSeconds }) => {
      const before = pods - this.changed(at - periodSeconds, (by) => by > 0);
      return type === 'Pods' ? before + value : Math.ceil(before * (1 + value / 100));
    }));
  }

  private fewest(pods: number, { policies }: ScalingRules, at: number): number {
    return Math.min(...policies.map(({ type, value, periodSeconds }) => {
      const before = pods - this.changed(at - periodSeconds, (by) => by < 0);
      return type === 'Pods' ? before - value : Math.ceil(before * (1 - value / 100));
    }));
  }

  private changed(since: number, is: (by: number) => boolean): number {
    return this.changes.filter(({ at, by }) => at > since && is(by)).reduce((sum, { by }) => sum + by, 0);
  }
}
