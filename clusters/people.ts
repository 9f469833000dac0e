/**
 * Who may read the secrets of all clusters, beside each cluster itself. An example, as the keys of the
 * clusters are: nobody has the private halves. `sluice secret updatekeys` makes files follow a change.
 */
export const people = {
  age: ['age1ww23s4zf8ckaj66kde0rxt3s2kzhf9zz8u7uz745xe75tgfe6cyq2znluu'],
};
